#!/usr/bin/env bash
# alibabacloud-oss-v2 1.4.1 drops the groups that a listing of uploads is answered with.
#
# Guess:    list_multipart_uploads(delimiter="/") gives the groups as list_objects_v2 does, in
#           `common_prefixes`.
# Truth:    the result has no such field: the CommonPrefixes of the answer are passed over, and a
#           client that walks folders by them sees none.
# Version:  alibabacloud-oss-v2 1.4.1 (PyPI). Seen: "the answer named 1 group, the result has none".
# Fails when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check alibabacloud-oss-v2==1.4.1
"$folder/venv/bin/python" - <<'PY'
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import alibabacloud_oss_v2 as oss

ANSWER = b"""<?xml version="1.0" encoding="UTF-8"?>
<ListMultipartUploadsResult><Bucket>shop</Bucket><KeyMarker></KeyMarker>
<UploadIdMarker></UploadIdMarker><Delimiter>/</Delimiter><MaxUploads>1000</MaxUploads>
<IsTruncated>false</IsTruncated><CommonPrefixes><Prefix>photos/</Prefix></CommonPrefixes>
</ListMultipartUploadsResult>"""


class Service(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(ANSWER)))
        self.send_header("x-oss-request-id", "1")
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=server.serve_forever, daemon=True).start()
config = oss.config.load_default()
config.credentials_provider = oss.credentials.StaticCredentialsProvider("id", "secret")
config.region = "cn-hangzhou"
config.endpoint = f"http://127.0.0.1:{server.server_address[1]}"
config.use_path_style = True
client = oss.Client(config)
result = client.list_multipart_uploads(
    oss.ListMultipartUploadsRequest(bucket="shop", delimiter="/")
)
server.shutdown()
assert result.delimiter == "/"
groups = getattr(result, "common_prefixes", None)
print(f"the answer named 1 group, the result has {len(groups) if groups else 'none'}")
assert not groups, "it keeps them now"
PY
