"""A fixed set of pictures of all scenes: for screenshots, the README and the tests."""
