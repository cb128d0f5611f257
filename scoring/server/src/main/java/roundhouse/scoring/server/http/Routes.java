package roundhouse.scoring.server.http;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// All routes and how they refuse. What is not named here is not served.
@Configuration(proxyBeanMethods = false)
@Import({ScoringRoutes.class, OperatorRoutes.class, Refusals.class, ContainerRefusals.class})
public class Routes {}
