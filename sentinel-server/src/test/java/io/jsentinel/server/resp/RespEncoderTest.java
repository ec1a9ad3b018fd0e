package io.jsentinel.server.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.resp.Resp;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RespEncoderTest {

    @Test
    void theSameValueLooksDifferentInBothVersions() {
        Resp one = Resp.integer(1);
        assertBoth(Resp.NULL, "$-1|", "_|");
        assertBoth(Resp.NULL_ARRAY, "*-1|", "_|");
        assertBoth(new Resp.Pairs(List.of(one, one)), "*2|:1|:1|", "%1|:1|:1|");
        assertBoth(new Resp.Group(List.of(one)), "*1|:1|", "~1|:1|");
        assertBoth(new Resp.Push(List.of(one)), "*1|:1|", ">1|:1|");
        assertBoth(new Resp.Verbatim("text"), "$4|text|", "=8|txt:text|");
        assertBoth(Resp.array(Resp.NULL, Resp.bulk("\u00ff")), "*2|$-1|$1|\u00ff|", "*2|_|$1|\u00ff|");
    }

    @Test
    void plainValuesLookTheSame() {
        assertBoth(Resp.OK, "+OK|", "+OK|");
        assertBoth(Resp.error("-NOGOODSLAVE none"), "-NOGOODSLAVE none|", "-NOGOODSLAVE none|");
        assertBoth(Resp.integer(Long.MIN_VALUE), ":-9223372036854775808|", ":-9223372036854775808|");
        assertBoth(Resp.bulk("0123456789"), "$10|0123456789|", "$10|0123456789|");
    }

    @Test
    void aLineEndInsideALineCannotForgeAnAnswer() {
        assertBoth(Resp.error("a\r\n+OK"), "-ERR a  +OK|", "-ERR a  +OK|");
        assertBoth(new Resp.Simple("a\nb"), "+a b|", "+a b|");
    }

    private static void assertBoth(Resp value, String resp2, String resp3) {
        assertThat(written(value, false)).isEqualTo(resp2.replace("|", "\r\n"));
        assertThat(written(value, true)).isEqualTo(resp3.replace("|", "\r\n"));
    }

    private static String written(Resp value, boolean resp3) {
        ByteBuf out = Unpooled.buffer();
        RespEncoder.write(value, resp3, out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
