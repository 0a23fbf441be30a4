"""Many reports together: identify, reconcile, write."""
