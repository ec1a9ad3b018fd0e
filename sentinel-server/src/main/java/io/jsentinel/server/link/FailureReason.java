package io.jsentinel.server.link;

import io.jsentinel.step.Input;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.Locale;

/** Why a connection failed, in few words for people. */
public final class FailureReason {

    private FailureReason() {}

    /** The words for what the operating system or Netty threw. */
    public static String of(Throwable thrown) {
        Throwable cause = thrown;
        while (!(cause instanceof IOException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ConnectTimeoutException) {
            return "connect timed out";
        }
        if (cause instanceof NoRouteToHostException) {
            return "no route to host";
        }
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (cause instanceof ConnectException && text.contains("refused")) {
            return Input.LinkDown.REFUSED;
        }
        // Netty puts the address behind the words of the system; the reader knows the address already.
        int address = text.indexOf(": /");
        return address < 0 ? text : text.substring(0, address);
    }
}
