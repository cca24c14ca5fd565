"""The training side of the picture models: encoder, features, heads, export and evaluation."""
