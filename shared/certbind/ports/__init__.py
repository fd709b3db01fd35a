"""What the use cases need of the world, in domain words.

Every method may raise the CloudError family of errors.py; what else it may raise is said there.
An adapter and a fake of the same port pass the same suite in tests/contract/.
"""
