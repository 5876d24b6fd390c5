"""The pictures of the network for the office: graph, matrix of offers and gaps, map."""
