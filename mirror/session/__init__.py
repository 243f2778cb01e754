"""The mirror's behaviour, pure: inputs in, a View out."""
