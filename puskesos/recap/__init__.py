"""What a Dinsos does with the reports that hubs send: read, check and add them up, without a database."""
