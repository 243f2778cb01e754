"""The pose models: from a picture to landmarks."""
