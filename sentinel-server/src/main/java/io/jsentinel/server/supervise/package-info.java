/** Tells the process that supervises this one how it is. */
package io.jsentinel.server.supervise;
