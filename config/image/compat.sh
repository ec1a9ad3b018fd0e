# Gives the launcher the names and the folders that charts and operators know, while the image "compat" is built.
set -eu
bin=/opt/bitnami/redis-sentinel/bin
etc=/opt/bitnami/redis-sentinel/etc
mkdir -p "$bin" "$etc" /opt/bitnami/redis-sentinel/mounted-etc /opt/bitnami/scripts /bitnami/redis-sentinel/conf \
    /bitnami/redis-sentinel/data /etc/redis /redis /data
for name in redis-sentinel redis-server valkey-sentinel valkey-server; do
    ln -sf jsentinel /opt/jsentinel/bin/"$name"
    ln -sf /opt/jsentinel/bin/jsentinel "$bin/$name"
done
client=$(command -v redis-cli)
[ "$client" = "$bin/redis-cli" ] || ln -sf "$client" "$bin/redis-cli"
# A sentinel.conf keeps its own state: the folders are the user's, and of whatever group a platform invents.
for folder in "$etc" /bitnami/redis-sentinel/conf /bitnami/redis-sentinel/data /etc/redis /redis /data; do
    chown 1001:0 "$folder"
    chmod 775 "$folder"
done
rm -f /tmp/compat.sh
