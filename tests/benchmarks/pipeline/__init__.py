"""The whole run, from PDFs to a dataset, measured beside the floor and other engines; how it grows; two processes."""
