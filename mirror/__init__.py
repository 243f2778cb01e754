"""The appliance: shows, counts and says; decides what is built and runs it."""
