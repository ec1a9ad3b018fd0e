/**
 * The Kubernetes API, as far as a sidecar needs it: its own pod's labels, the size of its set, events and a lease. All of
 * it is optional, and runs on a thread of its own: an API that is away, slow or says no delays nothing else.
 */
package io.jsentinel.server.kubernetes;
