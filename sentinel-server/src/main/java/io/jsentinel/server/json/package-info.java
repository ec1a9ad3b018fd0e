/** JSON, read strictly and with bounds: what an API answers and what it is asked. */
package io.jsentinel.server.json;
