"""A procedure for Word: the values of its page as a document that can be edited and sent round."""
