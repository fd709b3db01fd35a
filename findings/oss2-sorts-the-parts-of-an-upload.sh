#!/usr/bin/env bash
# oss2 2.19.1 sorts the parts of a multipart upload before it completes it.
#
# Guess:    complete_multipart_upload sends the parts in the order in which it is given them, so that
#           a caller who mixed them up gets OSS's InvalidPartOrder.
# Truth:    it sorts a copy by number and sends that; the list of the caller stays as it was.
#           What the caller meant by its order is never seen by the service.
# Version:  oss2 2.19.1 (PyPI). Seen: "sent 1,2,3; the caller's list is now 3,1,2".
# Fails when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check oss2==2.19.1
"$folder/venv/bin/python" - <<'PY'
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import oss2

sent = []
ANSWER = b"""<?xml version="1.0" encoding="UTF-8"?>
<CompleteMultipartUploadResult><Bucket>shop</Bucket><Key>a</Key><ETag>"E-3"</ETag>
</CompleteMultipartUploadResult>"""


class Service(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent.extend(re.findall(r"<PartNumber>(\d+)</PartNumber>", body))
        self.send_response(200)
        self.send_header("Content-Length", str(len(ANSWER)))
        self.send_header("x-oss-request-id", "1")
        self.send_header("ETag", '"E-3"')
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Service)
threading.Thread(target=server.serve_forever, daemon=True).start()
endpoint = f"http://127.0.0.1:{server.server_address[1]}"
bucket = oss2.Bucket(oss2.Auth("id", "secret"), endpoint, "shop", is_path_style=True)
parts = [oss2.models.PartInfo(number, f"E{number}") for number in (3, 1, 2)]
bucket.complete_multipart_upload("a", "upload", parts)
mine = [str(part.part_number) for part in parts]
server.shutdown()
print(f"sent {','.join(sent)}; the caller's list is now {','.join(mine)}")
assert sent == ["1", "2", "3"], "it sends them as they are given now"
PY
