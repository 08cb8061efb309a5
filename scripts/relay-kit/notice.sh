#!/usr/bin/env bash
# Sends one official notice with curl.
set -euo pipefail

if [ $# -ne 7 ]; then
  echo "usage: notice.sh HOST PORT CERTIFICATE.pem KEY.pem ANCHOR.pem FROM TO < message" >&2
  exit 2
fi
host=$1 port=$2 certificate=$3 key=$4 anchor=$5 from=$6 to=$7

talk=$(mktemp)
trap 'rm -f "$talk"' EXIT

# Without a name the certificate alone says who it is. --crlf: lines of mail end with CRLF (RFC 5321, 2.3.8).
if curl --silent --show-error --verbose --max-time 300 --crlf \
  --url "smtps://$host:$port/$(hostname)" --cacert "$anchor" --cert "$certificate" --key "$key" \
  --login-options AUTH=EXTERNAL --mail-from "$from" --mail-rcpt "$to" --upload-file - 2> "$talk"; then
  tr -d '\r' < "$talk" | grep '^< 250 2\.6\.0' | cut -c 3-
  exit 0
fi

# The last reply says why. A connection that failed has none, and is tried again as one that began with 4.
reply=$(tr -d '\r' < "$talk" | grep '^< [45][0-9][0-9] ' | tail -n 1 | cut -c 3- || true)
if [ -z "$reply" ]; then
  tail -n 1 "$talk" >&2
  exit 75
fi
echo "$reply" >&2
case $reply in
  4*) exit 75 ;;
  *) exit 1 ;;
esac
