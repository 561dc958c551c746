"""A file in, JSON out."""

import zipfile

import rpcface as gr


def contents(path: str) -> list[dict[str, object]]:
    """Lists what a zip archive holds."""
    if not zipfile.is_zipfile(path):
        raise gr.Error("That is no zip archive.")
    with zipfile.ZipFile(path) as archive:
        return [
            {"name": one.filename, "bytes": one.file_size, "packed": one.compress_size}
            for one in archive.infolist()
        ]


demo = gr.Interface(contents, "file", "json")

if __name__ == "__main__":
    demo.launch()
