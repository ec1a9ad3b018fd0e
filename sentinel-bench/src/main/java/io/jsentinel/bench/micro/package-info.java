/** The core and the codec by themselves, without sockets: what one step, one message, one text costs. */
package io.jsentinel.bench.micro;
