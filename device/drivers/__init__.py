"""One module per kind of hardware; each fits a port of device/ports.py."""
