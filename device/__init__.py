"""Everything that touches hardware: cameras, pose models, recordings."""
