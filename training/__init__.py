"""Makes the model that the package ships; the package never imports this."""
