"""What is known of the field, as data: lexicons, schemas, and the packages that declare plug-ins."""
