"""The media that a server holds for its callers: files in a folder, taken and given
chunk by chunk, so that no medium is ever whole in memory.
"""

from rpcface.core.blobs.blobs import MAX_ANSWER, BlobOptions, Blobs
from rpcface.core.blobs.reading import Reading

__all__ = ["MAX_ANSWER", "BlobOptions", "Blobs", "Reading"]
