/** Makes the archive of loaded classes that lies beside the runnable jar. Only the build runs it. */
package io.jsentinel.cli.archive;
