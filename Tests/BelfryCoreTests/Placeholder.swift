import Testing
@Test func placeholderBelfryCore() {}
