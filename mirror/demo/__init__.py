"""The demo clip and what is to be seen in it (written by scripts/render_demo.py)."""
