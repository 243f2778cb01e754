"""Wi-Fi: what is heard, what is joined, and the first set-up, by a hotspot of the mirror's own."""
