"""Process models of the customers' paths: pm4py is asked here and nowhere else, and only with counts."""
