"""A server that takes little: two MiB in a request, eight in a file."""

import os

import rpcface as rf


def sizes(files) -> list:
    return [os.path.getsize(file) for file in files]


if __name__ == "__main__":
    rf.serve(
        rf.Interface(sizes, rf.File(file_count="multiple"), "json"),
        port=0,
        options=rf.Options(web_port=0, max_request_bytes=2 * 2**20, max_blob_bytes=8 * 2**20),
    )
