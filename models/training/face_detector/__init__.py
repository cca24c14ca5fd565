"""The face detector: not trained here, but fetched, checked and described."""
