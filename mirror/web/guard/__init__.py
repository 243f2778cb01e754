"""What stands between the Wi-Fi and the pages; nothing here knows a page."""
