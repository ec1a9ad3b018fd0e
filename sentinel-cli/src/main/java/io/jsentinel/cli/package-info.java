/** The command line of jsentinel: reads arguments and files, and starts what they ask for. */
package io.jsentinel.cli;
