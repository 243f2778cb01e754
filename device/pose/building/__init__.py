"""Builds the pose models from published weights: download, fold, quantise, install."""
