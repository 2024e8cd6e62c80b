import Testing
@Test func placeholderBelfryServer() {}
