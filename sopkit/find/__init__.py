"""Finding procedures by words, situations and numbers: the same ranking on a server and a site."""
