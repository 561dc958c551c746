"""Several files in, one out: bundle.zip, in the working folder."""

import os
import zipfile

import rpcface as gr


def bundle(files: list[str]) -> str:
    """Packs the files, each under the name that it was sent with."""
    with zipfile.ZipFile("bundle.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            archive.write(path, arcname=os.path.basename(path))
    return "bundle.zip"


demo = gr.Interface(
    bundle,
    gr.File(file_count="multiple", file_types=["text", ".json", ".csv"]),
    "file",
)

if __name__ == "__main__":
    demo.launch()
