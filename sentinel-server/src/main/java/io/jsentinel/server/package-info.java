/** Connects the core to the world: carries its messages over sockets, keeps its timers, and stores its state. */
package io.jsentinel.server;
