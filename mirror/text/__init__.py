"""Every sentence on the mirror's screen."""
