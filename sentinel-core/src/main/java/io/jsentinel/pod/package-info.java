/** What a pod is, has and tells: its identity, the Redis server in it, how fresh its data are. Values only. */
package io.jsentinel.pod;
