"""Pictures made on the server as SVG: network and map. Pure functions; whoever shows one puts the same figures beside it."""
