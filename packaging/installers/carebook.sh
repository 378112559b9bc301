#!/bin/sh
# Starts the newest whole version: while an update is unpacked, or after one that was cut short, that is the one before.
for version in $(ls /usr/lib/carebook | sort -rV); do
    if [ -f "/usr/lib/carebook/$version/whole" ] && [ -x "/usr/lib/carebook/$version/carebook" ]; then
        exec "/usr/lib/carebook/$version/carebook" "$@"
    fi
done
echo "CareBook chưa được cài đủ. Cài lại tệp .deb của CareBook." >&2
exit 1
