/** How a set of pods finds its master at a start: rules over what the pods tell each other. Pure functions only. */
package io.jsentinel.boot;
