# Makes the archive of classes in the folder $1 while the image is built, see ArchiveBuild: without one the build ends.
set -eu
jar=/opt/jsentinel/lib/jsentinel/jsentinel.jar
/opt/jsentinel/jre/bin/java -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \
    -cp "$jar" io.jsentinel.cli.archive.ArchiveBuild "$jar" "$1"
[ -f "$1/jsentinel.aot" ]
