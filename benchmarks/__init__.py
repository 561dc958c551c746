"""How fast rpcface is: `python -m benchmarks`."""
