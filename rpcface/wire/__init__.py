"""Between messages of `rpcface.v1` and Python's own: values, schemas and calls.

What is small goes through protobuf; a large tensor or medium is neither parsed nor
copied on its way in, and copied once on its way out.
"""
