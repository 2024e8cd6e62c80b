import Testing
@Test func placeholderBelfryStore() {}
