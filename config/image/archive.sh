# Makes the archive of classes that a daemon loads until it answers, while the image is built. $1 is its folder.
set -eu
java=/opt/jsentinel/jre/bin/java
jar=/opt/jsentinel/lib/jsentinel/jsentinel.jar
options=/tmp/training.options
grep -v -e AOTCache -e MaxRAM -e Xlog /opt/jsentinel/lib/jsentinel/jvm.options >"$options"
cp /build/training.conf /tmp/training.conf

"$java" -XX:AOTMode=record -XX:AOTConfiguration=/tmp/training.aotconfig @"$options" \
    -jar "$jar" /tmp/training.conf >/tmp/training.log 2>&1 &
daemon=$!
trap 'kill "$daemon" 2>/dev/null || true' EXIT
tries=0
until grep -q 'mode=sentinel' /tmp/training.log; do
    tries=$((tries + 1))
    if [ "$tries" -ge 60 ]; then
        cat /tmp/training.log >&2
        exit 1
    fi
    sleep 1
done
# A client of its own, so that the classes that answer are in the archive too.
"$java" @"$options" -jar "$jar" status -p 17431 >/dev/null 2>&1 || true
kill "$daemon"
wait "$daemon" || true
trap - EXIT
"$java" -XX:AOTMode=create -XX:AOTConfiguration=/tmp/training.aotconfig -XX:AOTCache="$1/jsentinel.aot" \
    @"$options" -cp "$jar" >/tmp/training.log 2>&1 || { cat /tmp/training.log >&2; exit 1; }
rm -f /tmp/training.*
