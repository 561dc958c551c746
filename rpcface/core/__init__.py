"""What a server does, whatever the transport: describe, admit, run, and their errors.

The edges (gRPC today) hand in the bytes of a message and get bytes back.
"""
