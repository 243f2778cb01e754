"""What is told of the mirror's own health, and how it spares itself: pure."""
