"""Sends finished sessions to what people already run: folders, WebDAV, wger, MQTT, webhooks."""
