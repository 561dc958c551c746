"""Who may call: tokens and certificates, decisions, and limits for each caller."""

from rpcface.core.access.access import Access
from rpcface.core.access.certificates import Certificates

__all__ = ["Access", "Certificates"]
