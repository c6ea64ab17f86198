"""The bundled sample: real, sourced facts on the centers and chains of Zhejiang."""
